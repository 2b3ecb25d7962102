import { parseImageReference } from './imageReference.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest'],
    ['nginx:1.27-alpine', 'docker.io', 'library/nginx', '1.27-alpine'],
    ['grafana/grafana:11.0.0', 'docker.io', 'grafana/grafana', '11.0.0'],
    ['docker.io/nginx', 'docker.io', 'library/nginx', 'latest'],
    ['index.docker.io/library/nginx:1', 'docker.io', 'library/nginx', '1'],
    ['registry.example.com:5000/team/app:v1', 'registry.example.com:5000', 'team/app', 'v1'],
    ['localhost/app', 'localhost', 'app', 'latest'],
    ['127.0.0.1:5000/app', '127.0.0.1:5000', 'app', 'latest'],
    [`example.com/a/b/c@${DIGEST}`, 'example.com', 'a/b/c', DIGEST],
    [`example.com/app:1.2@${DIGEST}`, 'example.com', 'app', DIGEST],
  ])('%s is of %s', (image, host, repository, reference) => {
    expect(parseImageReference(image)).toEqual({
      host,
      repository,
      reference,
      byDigest: reference.includes(':'),
    });
  });

  it.each([
    '',
    DIGEST,
    'UPPER/case',
    'a b',
    'nginx:',
    'example.com/',
    'example.com/../etc:1',
    'example.com/app@sha256:short',
    'user:secret@example.com/app',
    'http://example.com/app',
  ])('%j is none', image => {
    expect(parseImageReference(image)).toBeNull();
  });
});
