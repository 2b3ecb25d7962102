import { type ResourceKind, qualifiedName } from './resourceKinds.ts';

/** An answer that says no; sent as a Kubernetes `Status` object with its code as the HTTP status. */
export class ApiStatus extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: number,
    reason: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiStatus';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toJSON(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

const about = (resource: ResourceKind, name: string): Record<string, unknown> => ({
  name,
  ...(resource.group === '' ? {} : { group: resource.group }),
  kind: resource.plural,
});

export const notFound = (resource: ResourceKind, name: string): ApiStatus =>
  new ApiStatus(404, 'NotFound', `${qualifiedName(resource)} "${name}" not found`, about(resource, name));

export const alreadyExists = (resource: ResourceKind, name: string): ApiStatus =>
  new ApiStatus(
    409,
    'AlreadyExists',
    `${qualifiedName(resource)} "${name}" already exists`,
    about(resource, name),
  );

export const modified = (resource: ResourceKind, name: string): ApiStatus =>
  new ApiStatus(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    about(resource, name),
  );

export const badRequest = (message: string): ApiStatus => new ApiStatus(400, 'BadRequest', message);

export const expired = (message: string): ApiStatus => new ApiStatus(410, 'Expired', message);

export const unauthorized = (): ApiStatus => new ApiStatus(401, 'Unauthorized', 'Unauthorized');

export const noSuchPath = (): ApiStatus =>
  new ApiStatus(404, 'NotFound', 'the server could not find the requested resource');
