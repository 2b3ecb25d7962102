import { startGitHub, type TestGitHub } from './startGitHub.ts';

describe('startGitHub', () => {
  let github: TestGitHub;
  beforeAll(async () => {
    const files = {
      'README.md': '# Shop\n',
      'deploy/web.yaml': 'kind: Deployment\n',
      'deploy/base/db.yaml': 'ü'.repeat(100),
    };
    github = await startGitHub({ repositories: [{ owner: 'acme', name: 'shop', files }] });
  });
  afterAll(() => github.stop());

  const get = async (path: string, authorization = `Bearer ${github.token}`) => {
    const response = await fetch(github.url + path, { headers: { authorization } });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  it('knows a repository and its rate limit', async () => {
    const { body, headers } = await get('/repos/acme/shop');
    expect(body).toMatchObject({ full_name: 'acme/shop', default_branch: 'main' });
    expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(5000);
    expect((await get('/meta')).status).toBe(200);
  });

  it('gives a file as git stores it', async () => {
    const { body } = await get('/repos/acme/shop/contents/deploy/base/db.yaml?ref=main');
    expect(Buffer.from(String(body['content']), 'base64').toString('utf8')).toBe('ü'.repeat(100));
    expect(body).toMatchObject({ type: 'file', size: 200, encoding: 'base64', path: 'deploy/base/db.yaml' });
    // printf '# Shop\n' | git hash-object --stdin
    expect((await get('/repos/acme/shop/contents/README.md')).body['sha']).toBe(
      'a00621bb3a9b990ee018f8d04c2d3140800d6ca6',
    );
  });

  it('lists a folder', async () => {
    const entries = (await get('/repos/acme/shop/contents/deploy')).body as unknown as {
      type: string;
      path: string;
    }[];
    expect(entries.map(({ type, path }) => [type, path])).toEqual([
      ['dir', 'deploy/base'],
      ['file', 'deploy/web.yaml'],
    ]);
  });

  it.each([
    ['/repos/acme/other', 404, 'Not Found'],
    ['/repos/acme/shop/contents/nothing', 404, 'Not Found'],
    ['/repos/acme/shop/contents/deploy?ref=gone', 404, 'No commit found for the ref gone'],
    ['/repos/acme/shop/pulls', 404, 'Not Found'],
  ])('answers %s with %d', async (path, status, message) => {
    expect(await get(path)).toMatchObject({ status, body: { message } });
  });

  it('refuses a wrong token', async () => {
    expect(await get('/repos/acme/shop', 'Bearer x')).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
  });
});
