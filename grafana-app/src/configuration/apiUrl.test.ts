import { apiUrlProblem, tidyApiUrl } from './apiUrl.ts';

test.each([
  'http://greenops:7007',
  'https://greenops.example/',
  ' https://example.org/tools ',
  'http://[::1]:7007',
])('%j can be used', url => {
  expect(apiUrlProblem(url)).toBeNull();
});

test.each([
  ['', /Enter the URL/],
  ['greenops', /is not a URL/],
  ['localhost:7007', /“localhost:” cannot be used/],
  ['ftp://greenops', /“ftp:” cannot be used/],
  ['http://me:secret@greenops', /Leave credentials out/],
  ['http://greenops/api/greenops/v1', /Leave \/api\/greenops out/],
  ['http://greenops/?a=b', /after \? or #/],
])('%j cannot, and it says why', (url, problem) => {
  expect(apiUrlProblem(url)).toMatch(problem);
});

test('a trailing slash is dropped: the route adds a path that starts with one', () => {
  expect(tidyApiUrl(' http://greenops:7007// ')).toBe('http://greenops:7007');
});
