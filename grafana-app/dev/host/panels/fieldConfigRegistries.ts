import {
  displayNameOverrideProcessor,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformersRegistry,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

type Process = FieldConfigPropertyItem['process'];

const NoEditor = () => null;

const standardOption = (id: string, process: Process): FieldConfigPropertyItem => ({
  id,
  path: id,
  name: id,
  description: id,
  category: ['Standard options'],
  settings: {},
  editor: NoEditor,
  override: NoEditor,
  process,
  shouldApply: () => true,
  isCustom: false,
});

/** Without these, units, limits and colours of panels are dropped without a word. */
export function fillFieldConfigRegistries(): void {
  const processes: Readonly<Record<string, Process>> = {
    unit: unitOverrideProcessor,
    min: numberOverrideProcessor,
    max: numberOverrideProcessor,
    decimals: numberOverrideProcessor,
    displayName: displayNameOverrideProcessor,
    noValue: identityOverrideProcessor,
    color: identityOverrideProcessor,
    thresholds: thresholdsOverrideProcessor,
    mappings: valueMappingsOverrideProcessor,
  };
  standardFieldConfigEditorRegistry.setInit(() =>
    Object.entries(processes).map(([id, process]) => standardOption(id, process)),
  );
  standardEditorsRegistry.setInit(() => []);
  standardTransformersRegistry.setInit(() => []);
}
