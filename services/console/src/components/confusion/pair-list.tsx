import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { confusedMost, cellsOf, isSame, type Cell, type Place } from './cells';
import './pair-list.css';

/** A pair in words; where one side is nothing, it is missed, or made up. */
const usePairText = (names: readonly string[], nothing: number | undefined): ((cell: Cell) => string) => {
  const { t } = useTranslation();
  return ({ truth, predicted }) => {
    const said = { truth: names[truth] ?? '', predicted: names[predicted] ?? '' };
    if (predicted === nothing) return t('models.confusion.missed', said);
    return t(truth === nothing ? 'models.confusion.invented' : 'models.confusion.pair', said);
  };
};

const most = 8;

interface Props {
  readonly names: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  /** Index of the row and column that mean nothing is there. */
  readonly nothing: number | undefined;
  readonly chosen: Place | undefined;
  readonly onChoose: (place: Place) => void;
}

/** What is confused most often: where to look first, however many classes there are. */
export const PairList = ({ names, confusion, nothing, chosen, onChoose }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const pairText = usePairText(names, nothing);
  const pairs = confusedMost(cellsOf(confusion)).slice(0, most);
  if (pairs.length === 0) return <Text size="sm">{t('models.confusion.noPairs')}</Text>;
  return (
    <ol className="pairs" aria-label={t('models.confusion.pairs')}>
      {pairs.map((cell) => (
        <li key={`${cell.truth} ${cell.predicted}`}>
          <UnstyledButton
            className="pair"
            aria-pressed={isSame(chosen, cell)}
            onClick={() => onChoose({ truth: cell.truth, predicted: cell.predicted })}
          >
            <span>{pairText(cell)}</span>
            <span className="num">
              {format.number(cell.count)} ({format.percent(cell.share)})
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
};
