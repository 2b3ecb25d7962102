import { InvalidInputError } from '../../model/index.ts';
import {
  type ClusterConfig,
  clusterConfigSchema,
  fileFieldsOf,
  urlsWithCredentials,
} from '../../observe/index.ts';

/**
 * Holds settings of the registry to the schema of the configuration, without what only whoever runs this
 * machine may decide: which of its files are read.
 *
 * @param given - with secrets
 * @throws InvalidInputError naming each field that is wrong, never its value: it may be a secret
 */
export function registeredSettings(given: Readonly<Record<string, unknown>>): ClusterConfig {
  const files = fileFieldsOf(given);
  if (files.length > 0) {
    throw new InvalidInputError(
      `a cluster of the registry cannot name files of the backend's machine: ${files.join(', ')}`,
      'give the text of certificates (ca, certificate, key), a context of the backend’s own kubeconfig or a token; define the cluster in the configuration where it must be a file',
    );
  }
  const urls = urlsWithCredentials(given);
  if (urls.length > 0) {
    throw new InvalidInputError(
      `there is a user name or password in the URL of ${urls.join(', ')}`,
      'give them as auth: { type: basic, username, password }, which is stored encrypted',
    );
  }
  const parsed = clusterConfigSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    parsed.error.issues
      .map(({ path, message }) => `${path.length > 0 ? path.join('.') : 'the settings'}: ${message}`)
      .join('; '),
    'compare the settings with the table of fields in docs/cli.md',
  );
}
