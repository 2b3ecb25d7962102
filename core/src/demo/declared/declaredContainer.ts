import type { Container } from '../../model/index.ts';
import type { Declaration } from '../cast/declaration.ts';
import type { ContainerSpec } from '../cast/workloadSpec.ts';

/** A container with what its workload declares of it: of the rights only the main one, sidecars are run by users. */
export function declaredContainer(container: ContainerSpec, declares: Declaration): Container {
  const { name, role, image, requests, limits } = container;
  const own = role === 'main';
  const privileged = own && declares.privileged;
  const runsAs = own ? declares.runsAs : 'user';
  return {
    name,
    role,
    image,
    requests,
    limits,
    security: {
      privileged,
      runsAsRoot: runsAs === 'image' ? null : runsAs === 'root',
      allowsPrivilegeEscalation: privileged || runsAs !== 'user',
    },
    runtimeSettings: { environment: own ? declares.environment : {}, flags: [] },
    imagePullPolicy: 'IfNotPresent',
  };
}
