import { type HttpAuthService, type PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult, type BasicPermission } from '@backstage/plugin-permission-common';
import { type RequestHandler } from 'express';

/**
 * Lets a request pass when its user or service has the permission.
 *
 * @throws AuthenticationError, NotAllowedError
 */
export const requirePermission =
  (
    permission: BasicPermission,
    { httpAuth, permissions }: { httpAuth: HttpAuthService; permissions: PermissionsService },
  ): RequestHandler =>
  async (request, _response, next) => {
    const credentials = await httpAuth.credentials(request, { allow: ['user', 'service'] });
    const [decision] = await permissions.authorize([{ permission }], { credentials });
    if (decision?.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`this needs the permission ${permission.name}`);
    }
    next();
  };
