/** One PromQL expression of a provisioned file, with where it stands. */
export interface FoundExpression {
  readonly where: string;
  readonly expression: string;
}

/** Grafana's macros as its Prometheus backend fills them; a dashboard variable stands for any value. */
export const fillMacros = (expression: string): string =>
  expression
    .replaceAll('$__rate_interval', '20m')
    .replaceAll('$__interval', '5m')
    .replaceAll('$__range', '24h')
    .replace(/=~?"\$\{?\w+\}?"/g, '=~".*"');

/** The metric of Grafana's `label_values(metric, label)`, which is what makes a variable's list. */
const metricOfLabelValues = (text: string): string | undefined =>
  /^label_values\((.+),\s*\w+\)$/.exec(text)?.[1];

/** Every `expr` and every variable's query anywhere in a dashboard, an alert rule or a rule file. */
export function findExpressions(node: unknown, where: string): FoundExpression[] {
  if (Array.isArray(node)) return node.flatMap(item => findExpressions(item, where));
  if (typeof node !== 'object' || node === null) return [];
  const entries: [string, unknown][] = Object.entries(node);
  const named = entries.find(
    ([key, value]) => ['title', 'alert', 'record', 'name'].includes(key) && typeof value === 'string',
  );
  const here = named ? `${where} › ${String(named[1])}` : where;
  return entries.flatMap(([key, value]) => {
    if (typeof value !== 'string') return findExpressions(value, here);
    const expression = key === 'expr' ? value : key === 'query' ? metricOfLabelValues(value) : undefined;
    return expression === undefined ? [] : [{ where: here, expression: fillMacros(expression) }];
  });
}
