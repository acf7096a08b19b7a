import { Anchor, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import './day-list.css';

interface Item {
  readonly key: string;
  readonly name: string;
  /** Of its page; of another workspace there is none here. */
  readonly path: string | undefined;
  readonly beside?: string | null;
  readonly said: ReactNode;
}

interface Props {
  readonly label: string;
  readonly items: readonly Item[];
  /** Stands where there is nothing. */
  readonly empty: string;
}

/** What a day's figures name, with what there is to say of each. */
export const DayList = ({ label, items, empty }: Props) => {
  if (items.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {empty}
      </Text>
    );
  return (
    <ul className="day-list" aria-label={label}>
      {items.map(({ key, name, path, beside, said }) => (
        <li key={key}>
          <span>
            {path === undefined ? (
              name
            ) : (
              <Anchor component={Link} to={path} fz="sm">
                {name}
              </Anchor>
            )}
            {beside !== null && beside !== undefined && beside !== '' && (
              <Text span size="xs" c="dimmed">
                {' · '}
                {beside}
              </Text>
            )}
          </span>
          <span className="num">{said}</span>
        </li>
      ))}
    </ul>
  );
};
