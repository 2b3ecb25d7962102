import { missingText, opportunityTypeLabel, type RuleOffView } from '@greenops/core/api';
import { FactTable } from '../elements/FactTable';
import { TextList } from '../elements/TextList';

/** What could not be looked for, with the metric that would let it. */
export const RulesOff = ({ rules }: { rules: readonly RuleOffView[] }) =>
  rules.length === 0 ? (
    <TextList items={[]} none="Every rule had what it needs." />
  ) : (
    <FactTable
      caption="Rules that are off"
      header={['Rule', 'Needs']}
      rows={rules.map(rule => ({
        key: rule.type,
        cells: [
          opportunityTypeLabel(rule.type),
          <code style={{ overflowWrap: 'anywhere' }}>{missingText(rule)}</code>,
        ],
      }))}
    />
  );
