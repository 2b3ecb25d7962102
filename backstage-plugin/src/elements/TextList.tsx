interface TextListProps {
  readonly items: readonly string[];
  /** What stands there when there is nothing to list. */
  readonly none: string;
  readonly ordered?: boolean;
}

export function TextList({ items, none, ordered = false }: TextListProps) {
  const List = ordered ? 'ol' : 'ul';
  if (items.length === 0) return <p style={{ margin: 0, color: 'var(--bui-fg-secondary)' }}>{none}</p>;
  return (
    <List
      style={{ margin: 0, paddingLeft: '1.4em', display: 'grid', gap: 4, color: 'var(--bui-fg-primary)' }}
    >
      {items.map(item => (
        <li key={item}>{item}</li>
      ))}
    </List>
  );
}
