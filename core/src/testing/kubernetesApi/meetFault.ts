import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiStatus, expired } from './apiStatus.ts';
import type { Fault } from './faults.ts';
import type { RequestTarget } from './requestTarget.ts';
import { qualifiedName } from './resourceKinds.ts';

/** Carries out a fault; true where that was the answer. */
export async function meetFault(
  fault: Fault,
  verb: string,
  target: RequestTarget | null,
  user: string,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case 'slow':
      await delay(fault.milliseconds);
      return false;
    case 'error':
      if (fault.code === 410) throw expired('The provided continue parameter is too old');
      throw new ApiStatus(
        fault.code,
        'InternalError',
        'Internal error occurred: etcdserver: request timed out',
      );
    case 'too-many-requests':
      response.setHeader('Retry-After', String(fault.retryAfterSeconds));
      throw new ApiStatus(
        429,
        'TooManyRequests',
        'the server has received too many requests and has asked us to try again later',
        {
          retryAfterSeconds: fault.retryAfterSeconds,
        },
      );
    case 'forbidden':
      throw forbidden(user, verb, target);
    case 'not-kubernetes':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(fault.body);
      return true;
    case 'dropped-connection':
      response.destroy();
      return true;
    default: {
      const never: never = fault;
      return never;
    }
  }
}

function forbidden(user: string, verb: string, target: RequestTarget | null): ApiStatus {
  if (target === null)
    return new ApiStatus(403, 'Forbidden', `forbidden: User "${user}" cannot ${verb} this path`);
  const { resource, namespace, name } = target;
  const where = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `cannot ${verb} resource "${resource.plural}" in API group "${resource.group}" ${where}`;
  const subject = name === null ? qualifiedName(resource) : `${qualifiedName(resource)} "${name}"`;
  return new ApiStatus(403, 'Forbidden', `${subject} is forbidden: User "${user}" ${what}`, {
    kind: resource.plural,
  });
}
