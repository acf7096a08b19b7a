import { Text } from '@mantine/core';
import type { Item } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import type { Standing } from '../session/statements';
import { useLabelText } from '../use-label-text';

/** What holds of the picture, and why it must be looked at again. */
export const ItemState = ({ item, standing }: { readonly item: Item; readonly standing: Standing }) => {
  const { t } = useTranslation();
  const text = useLabelText();
  const { relabel, review, excludedBecause, fileName } = item;
  const why =
    standing.state === 'needs-relabel' && relabel
      ? t(`labelling.relabel.${relabel.cause}`, { name: text.nameOf(relabel.classKey) })
      : standing.state === 'needs-relabel' && review?.verdict === 'rejected'
        ? t('labelling.relabel.rejected')
        : standing.state === 'excluded'
          ? excludedBecause
          : null;
  return (
    <div className="lb-panel" data-state={standing.state}>
      <Text size="sm" fw={600} className="wrap-anywhere">
        {text.standing(standing)}
      </Text>
      {why !== null && (
        <Text size="sm" className="wrap-anywhere">
          {why}
        </Text>
      )}
      {fileName !== null && (
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {fileName}
        </Text>
      )}
    </div>
  );
};
