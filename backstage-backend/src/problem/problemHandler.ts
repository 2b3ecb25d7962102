import { type LoggerService } from '@backstage/backend-plugin-api';
import { describeError } from '@greenops/core/model';
import { type ErrorRequestHandler } from 'express';
import { problemOf } from './problemOf.ts';

/** Answers errors of the routes before it as `application/problem+json`; logs those that are ours to mend. */
export const problemHandler =
  (logger: LoggerService): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      logger.error(
        `${request.method} ${request.originalUrl} failed with ${problem.status}: ${describeError(error)}`,
        error instanceof Error ? error : undefined,
      );
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
