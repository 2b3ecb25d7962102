import { containerKey } from '../../model/index.ts';
import type { ContainerSubject } from '../rule.ts';
import type { MemoryFloor } from '../sizing/recommendedSize.ts';
import { runtimeFloor } from './runtimeFloor.ts';

/** What the container's memory may not be sized below, kills left aside: what its language runtime needs. */
export function memoryFloorOf({ container, context, workload }: ContainerSubject): MemoryFloor {
  const runtime = context.observation.runtimes.get(containerKey(workload.id, container.name));
  return { killedAt: null, runtime: runtime ? runtimeFloor(runtime) : null };
}
