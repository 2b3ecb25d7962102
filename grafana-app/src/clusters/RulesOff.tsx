import { missingText, opportunityTypeLabel, type RuleOffView } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable.tsx';
import { Secondary } from '../elements/Secondary.tsx';

/** What could not be looked for, with the metric that would let it. */
export const RulesOff = ({ rules }: { rules: readonly RuleOffView[] }) =>
  rules.length === 0 ? (
    <Secondary>Every rule had what it needs.</Secondary>
  ) : (
    <FactTable
      caption="Rules that are off"
      header={['Rule', 'Needs']}
      rows={rules.map(rule => ({
        key: rule.type,
        cells: [opportunityTypeLabel(rule.type), <code>{missingText(rule)}</code>],
      }))}
    />
  );
