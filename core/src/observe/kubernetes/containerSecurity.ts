import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { ContainerSecurity } from '../../model/index.ts';

/** What a container may do to its node; where both say something, its own context goes before the pod's. */
export function containerSecurity(container: V1Container, pod: V1PodSpec): ContainerSecurity {
  const own = container.securityContext;
  const privileged = own?.privileged === true;
  const isAdministrator = (own?.capabilities?.add ?? []).some(name => /^(CAP_)?(SYS_ADMIN|ALL)$/i.test(name));
  return {
    privileged,
    runsAsRoot: runsAsRoot(
      own?.runAsUser ?? pod.securityContext?.runAsUser,
      own?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot,
    ),
    // Whoever has these rights already may take them, whatever the field says; without it escalation is allowed.
    allowsPrivilegeEscalation: privileged || isAdministrator || own?.allowPrivilegeEscalation !== false,
  };
}

/** `runAsNonRoot: false` allows root, but does not say that it is: without a user the image's counts. */
function runsAsRoot(user: number | undefined, nonRoot: boolean | undefined): boolean | null {
  if (user !== undefined) return user === 0;
  return nonRoot === true ? false : null;
}
