import { Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from './metrics';

const colours = { better: 'var(--tutti-good)', worse: 'var(--tutti-bad)', same: 'dimmed' } as const;

interface Props {
  readonly difference: number;
  readonly verdict: Verdict;
  /** With its sign. */
  readonly text: string;
}

/** A difference: its sign, an arrow where it leads, and a word for who sees no colour. */
export const Difference = ({ difference, verdict, text }: Props) => {
  const { t } = useTranslation();
  const Arrow = verdict === 'same' ? IconMinus : difference > 0 ? IconArrowUp : IconArrowDown;
  return (
    <Text span size="sm" c={colours[verdict]} className="num">
      <span style={{ whiteSpace: 'nowrap' }}>
        <Arrow size={13} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {text}
      </span>{' '}
      {verdict !== 'same' && (
        <Text span size="xs">
          {t(`models.metrics.${verdict}`)}
        </Text>
      )}
    </Text>
  );
};
