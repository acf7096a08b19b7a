import { Paper, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNarrow } from '../lib/use-narrow';
import './data-table.css';

interface Props {
  /** What the table holds, for those who do not see it. */
  readonly caption: string;
  readonly head: ReactNode;
  readonly children: ReactNode;
  readonly minWidth?: number;
  /** Rows become cards on a phone; each cell names itself by `data-label`. */
  readonly stacking?: boolean;
  /** Without a card of its own: it is in one already. */
  readonly plain?: boolean;
}

/** A table in a card; scrolls sideways where it must. */
export const DataTable = ({ caption, head, children, minWidth = 720, ...look }: Props) => {
  const { stacking = false, plain = false } = look;
  const narrow = useNarrow();
  const table = (
    <Table.ScrollContainer
      minWidth={stacking && narrow ? 0 : minWidth}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <Table
        className="data-table"
        data-stacking={stacking ? '' : undefined}
        verticalSpacing="sm"
        horizontalSpacing="md"
        borderColor="var(--tutti-line)"
      >
        <Table.Thead>
          <Table.Tr>{head}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
  if (plain) return table;
  return (
    <Paper withBorder radius="lg" style={{ overflow: 'hidden' }}>
      {table}
    </Paper>
  );
};
