/** An image as a container names it, in full. */
export interface ImageReference {
  /** As people write it: `docker.io`, `registry.example.com:5000`. */
  readonly host: string;
  /** `library/nginx`. */
  readonly repository: string;
  /** A digest where one is given, else the tag. */
  readonly reference: string;
  readonly byDigest: boolean;
}

const DEFAULT_HOST = 'docker.io';
/** Repository, tag and digest as the OCI distribution specification and docker's reference grammar have them. */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/i;
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;

/** True for the first part of a name that is a host and no folder: it has a dot or a port, or is localhost. */
const isHost = (part: string): boolean => /[.:]/.test(part) || part === 'localhost';

/** Host and the rest; without a host it is Docker Hub's, whose own images stand under `library/`. */
function splitHost(name: string): { host: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const host = !isHost(first) || first === 'index.docker.io' ? DEFAULT_HOST : first;
  const path = isHost(first) ? name.slice(slash + 1) : name;
  return { host, path: host === DEFAULT_HOST && !path.includes('/') ? `library/${path}` : path };
}

/** `null` for what is no reference to an image in a registry, e.g. the bare id of one. */
export function parseImageReference(image: string): ImageReference | null {
  // It would read as a repository with a tag; it is the id of an image on a node, which no registry knows.
  if (image.startsWith('sha256:')) return null;
  const [name = '', digest, ...rest] = image.split('@');
  if (rest.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return null;
  const { host, path } = splitHost(name);
  const [repository = '', tag = 'latest', ...more] = path.split(':');
  if (more.length > 0 || !HOST.test(host) || !REPOSITORY.test(repository) || !TAG.test(tag)) return null;
  return { host, repository, reference: digest ?? tag, byDigest: digest !== undefined };
}
