/** Whose annotations of pods say whether a node may be emptied; the others of a pod are of no use here. */
const AUTOSCALERS = ['cluster-autoscaler.kubernetes.io/', 'karpenter.sh/'];

/** Annotations of a pod that are meant for the autoscalers of nodes. */
export const forAutoscalers = (
  annotations: Readonly<Record<string, string>> | undefined,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([name]) => AUTOSCALERS.some(prefix => name.startsWith(prefix))),
  );
