import { equals, matches, maxBy, quote, rate, selector, sum } from './promQl.ts';

test('an expression is built from its parts', () => {
  const used = selector('container_cpu_usage_seconds_total', [
    equals('namespace', 'shop'),
    matches('pod', 'a|b'),
  ]);
  expect(maxBy(['pod', 'node'], rate(used))).toBe(
    'max by (pod, node) (rate(container_cpu_usage_seconds_total{namespace="shop",pod=~"a|b"}[$__rate_interval]))',
  );
  expect(sum('up')).toBe('sum(up)');
});

test.each([
  ['plain', '"plain"'],
  ['"} or vector(1) #', '"\\"} or vector(1) #"'],
  ['back\\slash', '"back\\\\slash"'],
  ['new\nline', '"new\\nline"'],
])('the hostile value %j stays one label value', (value, quoted) => {
  expect(quote(value)).toBe(quoted);
});
