import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { Secondary } from '../elements/Secondary.tsx';

interface TextListProps {
  readonly items: readonly string[];
  /** What to say where there are none. */
  readonly none: string;
  readonly ordered?: boolean;
}

export function TextList({ items, none, ordered = false }: TextListProps) {
  const styles = useStyles2(getStyles);
  if (items.length === 0) return <Secondary>{none}</Secondary>;
  const List = ordered ? 'ol' : 'ul';
  // The same reason may come from the engine and from the text: say it once.
  return (
    <List className={styles.list}>
      {[...new Set(items)].map(item => (
        <li key={item}>{item}</li>
      ))}
    </List>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ paddingLeft: theme.spacing(2.5), li: { marginBottom: theme.spacing(0.5) } }),
});
