import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type StandInAnswer, standInServer } from '../process/standInServer.ts';

/** A repository with its files, as they are on one branch. */
export interface TestRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Text by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface TestGitHub {
  /** Base URL of the REST API, as in `new Octokit({ baseUrl })`. */
  readonly url: string;
  readonly token: string;
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

const RATE_LIMIT = 5000;

/** Starts the beginnings of GitHub's REST API: `/meta`, a repository, the contents of a file or folder. */
export async function startGitHub(
  options: { repositories?: readonly TestRepository[]; port?: number } = {},
): Promise<TestGitHub> {
  const token = 'ghs_testing_ground';
  const server = await standInServer((request, url) => {
    const answer = authorised(request, token) ? answerTo(url, options.repositories ?? []) : badCredentials();
    const headers = {
      'X-RateLimit-Limit': String(RATE_LIMIT),
      'X-RateLimit-Remaining': String(RATE_LIMIT - server.requests.length),
      'X-GitHub-Api-Version-Selected': '2022-11-28',
    };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }, options.port);
  return { url: server.url, token, requests: server.requests, stop: server.stop };
}

const authorised = ({ headers }: IncomingMessage, token: string): boolean =>
  headers.authorization === `Bearer ${token}` || headers.authorization === `token ${token}`;

const problem = (status: number, message: string): StandInAnswer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
});
const badCredentials = (): StandInAnswer => problem(401, 'Bad credentials');
const notFound = (): StandInAnswer => problem(404, 'Not Found');

function answerTo(url: URL, repositories: readonly TestRepository[]): StandInAnswer {
  if (url.pathname === '/meta')
    return { body: { verifiable_password_authentication: false, installed_version: '3.19.0' } };
  const [, owner, name, rest] = /^\/repos\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(url.pathname) ?? [];
  const repository = repositories.find(candidate => candidate.owner === owner && candidate.name === name);
  if (!repository) return notFound();
  if (rest === undefined) return { body: repositoryBody(repository, url) };
  const path = /^contents\/?(.*)$/.exec(rest)?.[1];
  if (path === undefined) return notFound();
  const reference = url.searchParams.get('ref');
  if (reference !== null && reference !== branchOf(repository))
    return problem(404, `No commit found for the ref ${reference}`);
  return contents(repository, decodeURIComponent(path));
}

const branchOf = ({ defaultBranch = 'main' }: TestRepository): string => defaultBranch;

const repositoryBody = (repository: TestRepository, url: URL) => ({
  name: repository.name,
  full_name: `${repository.owner}/${repository.name}`,
  owner: { login: repository.owner, type: 'Organization' },
  private: repository.private ?? false,
  default_branch: branchOf(repository),
  html_url: `https://github.com/${repository.owner}/${repository.name}`,
  url: url.href,
  permissions: { admin: false, push: true, pull: true },
});

/** Git's id of a file's content. */
const blobSha = (text: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

function contents({ files }: TestRepository, path: string): StandInAnswer {
  const text = files[path];
  if (text !== undefined) {
    // GitHub breaks the base64 into lines of 60 characters.
    const content = Buffer.from(text)
      .toString('base64')
      .replace(/.{1,60}/g, '$&\n');
    return { body: { ...entry('file', path, text), encoding: 'base64', content } };
  }
  const prefix = path === '' ? '' : `${path}/`;
  const below = Object.keys(files).filter(file => file.startsWith(prefix));
  if (below.length === 0) return notFound();
  const names = [...new Set(below.map(file => file.slice(prefix.length).split('/', 1)[0] ?? ''))].sort();
  return {
    body: names.map(name => {
      const file = files[prefix + name];
      return file === undefined ? entry('dir', prefix + name, '') : entry('file', prefix + name, file);
    }),
  };
}

const entry = (type: 'file' | 'dir', path: string, text: string) => ({
  type,
  name: path.split('/').at(-1),
  path,
  size: Buffer.byteLength(text),
  sha: blobSha(text),
});
