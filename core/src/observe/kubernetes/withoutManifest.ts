/** The annotation in which `kubectl apply` keeps the whole manifest is long and may hold what nobody should store twice. */
export const withoutManifest = (
  annotations: Readonly<Record<string, string>> | undefined,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations ?? {}).filter(
      ([name]) => name !== 'kubectl.kubernetes.io/last-applied-configuration',
    ),
  );
