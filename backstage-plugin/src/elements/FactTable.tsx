import type { CSSProperties, ReactNode } from 'react';

interface FactTableProps {
  /** Read out before the table; not drawn, because a heading stands above it. */
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

const cell: CSSProperties = {
  padding: '8px 16px 8px 0',
  borderBottom: '1px solid var(--bui-border-1)',
  textAlign: 'left',
  verticalAlign: 'top',
  fontWeight: 'normal',
};

const outOfSight: CSSProperties = {
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
};

/** A small table of facts that is read, not sorted. Wide ones scroll in their own box. */
export const FactTable = ({ caption, header, rows }: FactTableProps) => (
  <div style={{ overflowX: 'auto' }}>
    <table
      style={{
        borderCollapse: 'collapse',
        width: '100%',
        color: 'var(--bui-fg-primary)',
        fontSize: 'var(--bui-font-size-3)',
      }}
    >
      <caption style={outOfSight}>{caption}</caption>
      <thead>
        <tr>
          {header.map(text => (
            <th key={text} scope="col" style={{ ...cell, color: 'var(--bui-fg-secondary)' }}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...others] }) => (
          <tr key={key}>
            <th scope="row" style={cell}>
              {first}
            </th>
            {others.map((content, index) => (
              <td key={header[index + 1]} style={cell}>
                {content}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
