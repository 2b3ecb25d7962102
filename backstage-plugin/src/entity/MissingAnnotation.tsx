import { EmptyNote } from '../states/EmptyNote';
import { WORKLOAD_ANNOTATIONS } from './workloadQueryOfEntity';

/** What to write into catalog-info.yaml so that the entity's workloads are found. */
export const MissingAnnotation = () => (
  <EmptyNote title="Nothing ties this entity to a workload">
    Add one of these annotations to its catalog-info.yaml, as for Backstage&apos;s Kubernetes tab:{' '}
    {WORKLOAD_ANNOTATIONS.map((name, index) => (
      <span key={name}>
        {index > 0 && ', '}
        <code>{name}</code>
      </span>
    ))}
    .
  </EmptyNote>
);
