import { proxyProblem } from './proxyProblem.ts';

const API_URL = 'http://greenops:7007';

test.each([
  [401, { message: 'Unauthorized' }, /refused the API token/],
  [403, { message: 'plugin proxy route access denied' }, /your Grafana role/],
  [403, { message: 'Forbidden' }, /does not let this API token/],
  [404, { message: 'Not Found' }, /no GreenOps API \(HTTP 404, “Not Found”\)/],
  [502, '', /could not reach the GreenOps backend at http:\/\/greenops:7007 \(HTTP 502\)/],
  [504, {}, /could not reach/],
  [200, '<!DOCTYPE html><html>', /a web page \(HTTP 200\)/],
  [503, { message: '<html>', response: '<html>no' }, /a web page \(HTTP 503\)/],
  [500, { message: 'boom\nat line 1' }, /answered HTTP 500 with “boom”/],
  [418, null, /answered HTTP 418 with an empty body/],
])('HTTP %s with %j is explained', (status, body, detail) => {
  const problem = proxyProblem({ status, body }, API_URL);
  expect(problem.detail).toMatch(detail);
  expect(problem.cure).toMatch(/\w/);
  expect(problem.status).toBe(status);
});
