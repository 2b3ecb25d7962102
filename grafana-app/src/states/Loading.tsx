import { LoadingPlaceholder } from '@grafana/ui';

export const Loading = ({ what }: { what: string }) => <LoadingPlaceholder text={`Loading ${what}…`} />;
