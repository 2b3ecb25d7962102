import { isCumulative, parseExposition } from './exposition.ts';

const one = (text: string) => {
  const [sample, ...others] = parseExposition(text);
  expect(others).toEqual([]);
  return sample;
};

describe('parseExposition', () => {
  it('reads name, labels, value and a timestamp in milliseconds', () => {
    expect(one('http_requests{method="post",code="200"} 1027 1395066363500')).toEqual({
      name: 'http_requests',
      labels: { method: 'post', code: '200' },
      value: 1027,
      timestamp: 1395066363.5,
      type: 'unknown',
    });
  });

  it.each([
    ['a{p="C:\\\\DIR\\\\F",e="no \\"f\\""} 1', { p: 'C:\\DIR\\F', e: 'no "f"' }],
    ['a{p="two\\nlines"} 1', { p: 'two\nlines' }],
    ['a{p="} 5 {",q=","} 1', { p: '} 5 {', q: ',' }],
    ['a{p="x",} 1', { p: 'x' }],
    ['a{ p = "x" , q="y" } 1', { p: 'x', q: 'y' }],
    ['a{} 1', {}],
    ['a{p=""} 1', { p: '' }],
    ['a{"p.q"="x"} 1', { 'p.q': 'x' }],
    ['a{p="#"} 1', { p: '#' }],
  ])('reads the labels of %s', (text, labels) => {
    expect(one(text)).toMatchObject({ name: 'a', labels, value: 1 });
  });

  it('reads a name inside the braces', () => {
    expect(one('{"a.b",c="d"} 2')).toMatchObject({ name: 'a.b', labels: { c: 'd' }, value: 2 });
  });

  it.each([
    ['NaN', NaN],
    ['+Inf', Infinity],
    ['-Inf', -Infinity],
    ['Inf', Infinity],
    ['1.5e-05', 0.000015],
    ['-3.14', -3.14],
    ['0x10', 16],
  ])('reads the value %s', (text, value) => {
    expect(one(`a ${text}`)?.value).toBe(value);
  });

  it('takes timestamps of OpenMetrics as seconds, drops exemplars and knows counters by their declared name', () => {
    const text =
      '# TYPE a counter\n# UNIT a seconds\na_total{b="c"} 3 1700000000.25 # {trace="#1"} 0.5\na_created 5\n# EOF\n';
    expect(parseExposition(text)).toEqual([
      { name: 'a_total', labels: { b: 'c' }, value: 3, timestamp: 1700000000.25, type: 'counter' },
      { name: 'a_created', labels: {}, value: 5, timestamp: null, type: 'gauge' },
    ]);
  });

  it.each([
    'a',
    'a{b="c} 1',
    'a{b=c} 1',
    'a{b="c"}1',
    'a one',
    '<html><body>',
    '1a 2',
    'a{b} 1',
    '{c="d"} 1',
  ])('refuses %s and says which line', text => {
    expect(() => parseExposition(`ok 1\n${text}\n`)).toThrow(/line 2 is not a Prometheus sample/);
  });
});

describe('isCumulative', () => {
  const text = `
# TYPE c_total counter
c_total 1
# TYPE g gauge
g_total_size 1
# TYPE h histogram
h_bucket{le="+Inf"} 1
h_sum 1
h_count 1
# TYPE s summary
s{quantile="0.5"} 1
s_sum 1
untyped_total 1
untyped 1
# TYPE restarts_total gauge
restarts_total 1
`;
  it('tells what only grows from what goes up and down', () => {
    expect(
      parseExposition(text)
        .filter(isCumulative)
        .map(sample => sample.name),
    ).toEqual(['c_total', 'h_bucket', 'h_sum', 'h_count', 's_sum', 'untyped_total']);
  });
});
