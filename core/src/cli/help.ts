/** Examples that `--help` ends with. */

const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}\n`;

export const HELP = {
  program: `
Start with:
  greenops doctor --prometheus http://localhost:9090
  greenops scan --prometheus http://localhost:9090

Exit codes:
  0 done   1 findings over the threshold   2 wrong usage   3 a source failed   130 interrupted
`,
  scan: examples(
    'greenops scan --prometheus http://localhost:9090',
    'greenops scan --config greenops.yaml --policy headroom --output json',
    'greenops scan --prometheus https://mimir.example.com/prometheus --header X-Scope-OrgID=shop --cluster-label cluster=eu',
    'greenops scan --recording shop.greenops --details',
    'greenops scan --recording shop.greenops --namespace shop --fail-on-saving 100',
  ),
  watch: examples('greenops watch --prometheus http://localhost:9090 --interval 10m'),
  explain: examples('greenops explain opp-8a3eea45929221e8503c --recording shop.greenops'),
  record: examples('greenops record --prometheus http://localhost:9090 --cluster shop --out shop.greenops'),
  replay: examples(
    'greenops replay shop.greenops',
    'greenops replay shop.greenops --policy max-savings --output markdown',
  ),
  rules: examples('greenops rules', 'greenops rules --file my-rules.yaml'),
  rulesTest: examples(
    'greenops rules test --file my-rules.yaml --recording shop.greenops',
    'greenops rules test --file my-rules.yaml --rule big-and-quiet --prometheus http://localhost:9090',
  ),
  secrets: examples(
    'greenops secrets generate-key > master.key && chmod 600 master.key',
    'GREENOPS_SECRET_KEY=<new>,<old> greenops secrets rotate --database postgresql://greenops@db/greenops',
  ),
  doctor: examples('greenops doctor --prometheus http://localhost:9090 --opencost http://localhost:9003'),
} as const;
