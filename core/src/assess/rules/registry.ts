import type { Rule } from '../rule.ts';
import { abandonedByTraffic } from './abandonedByTraffic.ts';
import { armReady } from './armReady.ts';
import { autoscalerAtMaximum } from './autoscalerAtMaximum.ts';
import { autoscalerMinimumTooHigh } from './autoscalerMinimumTooHigh.ts';
import { autoscalerTargetAndRequest } from './autoscalerTargetAndRequest.ts';
import { autoscalingCandidate } from './autoscalingCandidate.ts';
import { batchRunAsService } from './batchRunAsService.ts';
import { blockedEviction } from './blockedEviction.ts';
import { brokenAutoscaler } from './brokenAutoscaler.ts';
import { carbonRegression } from './carbonRegression.ts';
import { carbonShiftInTime } from './carbonShiftInTime.ts';
import { clusterShape } from './clusterShape.ts';
import { costOfObserving } from './costOfObserving.ts';
import { cpuOverRequested } from './cpuOverRequested.ts';
import { cpuUnderRequested } from './cpuUnderRequested.ts';
import { daemonSetOverhead } from './daemonSetOverhead.ts';
import { dirtyHourConsumer } from './dirtyHourConsumer.ts';
import { drainableNode } from './drainableNode.ts';
import { expiredEnvironment } from './expiredEnvironment.ts';
import { failingWorkload } from './failingWorkload.ts';
import { hostPathVolume } from './hostPathVolume.ts';
import { idleNamespace } from './idleNamespace.ts';
import { idlePoolCapacity } from './idlePoolCapacity.ts';
import { idleWorkload } from './idleWorkload.ts';
import { implausibleEnergy } from './implausibleEnergy.ts';
import { initOrSidecarDominates } from './initOrSidecarDominates.ts';
import { jvmHeap } from './jvmHeap.ts';
import { leftoverObject } from './leftoverObject.ts';
import { limitPolicy } from './limitPolicy.ts';
import { memoryOverRequested } from './memoryOverRequested.ts';
import { memoryUnderRequested } from './memoryUnderRequested.ts';
import { missingRequests } from './missingRequests.ts';
import { offHours } from './offHours.ts';
import { oversizedImage } from './oversizedImage.ts';
import { oversizedVolume } from './oversizedVolume.ts';
import { privilegedContainer } from './privilegedContainer.ts';
import { releasedVolume } from './releasedVolume.ts';
import { runsAsRoot } from './runsAsRoot.ts';
import { runtimeLimits } from './runtimeLimits.ts';
import { shareableGpu } from './shareableGpu.ts';
import { spotReady } from './spotReady.ts';
import { startUpPeak } from './startUpPeak.ts';
import { strandedCapacity } from './strandedCapacity.ts';
import { tooManyGpus } from './tooManyGpus.ts';
import { tooManyReplicas } from './tooManyReplicas.ts';
import { unmountedVolumeClaim } from './unmountedVolumeClaim.ts';
import { unusedGpu } from './unusedGpu.ts';

/** Every rule there is, in the order in which they are documented. A new rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  cpuOverRequested,
  memoryOverRequested,
  cpuUnderRequested,
  memoryUnderRequested,
  missingRequests,
  limitPolicy,
  initOrSidecarDominates,
  startUpPeak,
  idleWorkload,
  tooManyReplicas,
  autoscalerMinimumTooHigh,
  autoscalerTargetAndRequest,
  autoscalerAtMaximum,
  autoscalingCandidate,
  brokenAutoscaler,
  batchRunAsService,
  failingWorkload,
  offHours,
  unmountedVolumeClaim,
  releasedVolume,
  oversizedVolume,
  privilegedContainer,
  hostPathVolume,
  runsAsRoot,
  costOfObserving,
  armReady,
  unusedGpu,
  tooManyGpus,
  shareableGpu,
  jvmHeap,
  runtimeLimits,
  oversizedImage,
  abandonedByTraffic,
  idleNamespace,
  drainableNode,
  clusterShape,
  idlePoolCapacity,
  strandedCapacity,
  daemonSetOverhead,
  blockedEviction,
  spotReady,
  leftoverObject,
  expiredEnvironment,
  carbonShiftInTime,
  carbonRegression,
  dirtyHourConsumer,
  implausibleEnergy,
];
