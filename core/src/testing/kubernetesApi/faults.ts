import type { RequestTarget } from './requestTarget.ts';

/** Which requests; what is left out matches all. */
export interface RequestPattern {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. */
  readonly verb?: string;
  /** Plural name, such as `pods`. */
  readonly resource?: string;
  readonly namespace?: string;
}

/** Something that goes wrong with a request. */
export type Fault =
  | { readonly kind: 'error'; readonly code: 410 | 500 | 503 }
  | { readonly kind: 'too-many-requests'; readonly retryAfterSeconds: number }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  | { readonly kind: 'not-kubernetes'; readonly body: string }
  | { readonly kind: 'dropped-connection' };

export interface InjectedFault extends RequestPattern {
  readonly fault: Fault;
  /** So many requests pass first; none by default. */
  readonly skip?: number;
  /** After so many requests it is over; for ever by default. */
  readonly times?: number;
}

/** The faults that are in force. */
export class FaultInjector {
  private active: { injected: InjectedFault; toSkip: number; left: number }[] = [];

  add(injected: InjectedFault): void {
    this.active.push({ injected, toSkip: injected.skip ?? 0, left: injected.times ?? Infinity });
  }

  clear(): void {
    this.active = [];
  }

  /** The fault that this request meets, if any; counts it. */
  next(verb: string, target: RequestTarget | null): Fault | null {
    const hit = this.active.find(({ injected, left }) => left > 0 && matches(injected, verb, target));
    if (!hit) return null;
    if (hit.toSkip > 0) {
      hit.toSkip -= 1;
      return null;
    }
    hit.left -= 1;
    return hit.injected.fault;
  }
}

const matches = (pattern: RequestPattern, verb: string, target: RequestTarget | null): boolean =>
  (pattern.verb === undefined || pattern.verb === verb) &&
  (pattern.resource === undefined || pattern.resource === target?.resource.plural) &&
  (pattern.namespace === undefined || pattern.namespace === target?.namespace);
