import { classesIn, type Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import type { Classes } from '../../../components/label/label-boxes';
import { useFormat } from '../../../i18n/use-format';
import { nameOf } from './item-name';

/** An item in a line, for those who do not see it. */
export const useItemText = (item: Item, classes: Classes): string => {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, prediction, state, score } = item;
  const said = label
    ? Object.entries(classesIn(label.label)).map(
        ([key, count]) => `${classes.get(key)?.name ?? key}${count > 1 ? ` ×${format.number(count)}` : ''}`,
      )
    : prediction
      ? [prediction.label]
      : [];
  return [
    nameOf(item),
    t(`pictures.state.${state}`),
    ...(label && said.length === 0 ? [t('pictures.nothingInIt')] : said),
    ...(score === null ? [] : [format.percent(score)]),
  ].join(', ');
};
