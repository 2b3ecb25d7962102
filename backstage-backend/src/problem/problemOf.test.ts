import { NotAllowedError } from '@backstage/errors';
import { problemSchema } from '@greenops/core/api';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  SecretError,
  SourceDeniedError,
  SourceProtocolError,
  SourceQueryError,
  SourceUnreachableError,
  StoreError,
} from '@greenops/core/model';
import { problemOf } from './problemOf.ts';

describe('problemOf', () => {
  it.each([
    [new InvalidInputError('message', 'cure'), 400],
    [new NotFoundError('message', 'cure'), 404],
    [new ConflictError('message', 'cure'), 409],
    [new SecretError('message', 'cure'), 503],
    [new SourceDeniedError('message', 'cure'), 502],
    [new SourceProtocolError('message', 'cure'), 502],
    [new SourceQueryError('message', 'cure'), 502],
    [new SourceUnreachableError('message', 'cure'), 503],
    [new StoreError('message', 'cure'), 503],
  ])('gives the status, message and cure of %p', (error, status) => {
    const problem = problemOf(error);
    expect(problem).toMatchObject({ status, detail: 'message', cure: 'cure' });
    expect(problemSchema.parse(problem)).toEqual(problem);
  });

  it('knows the errors of Backstage, which carry no cure', () => {
    expect(problemOf(new NotAllowedError('this needs a permission'))).toMatchObject({
      type: 'urn:greenops:problem:not-allowed',
      status: 403,
      detail: 'this needs a permission',
      cure: null,
    });
  });

  it('tells the causes, which say why', () => {
    const error = new StoreError('the database is gone', 'start it', { cause: new Error('ECONNREFUSED') });
    expect(problemOf(error).detail).toBe('the database is gone: ECONNREFUSED');
  });

  it.each([new Error('password=hunter2'), 'password=hunter2', null])(
    'keeps the text of %p to the log',
    thrown => {
      const problem = problemOf(thrown);
      expect(problem.status).toBe(500);
      expect(JSON.stringify(problem)).not.toContain('hunter2');
    },
  );
});
