import { List } from '@mantine/core';
import type { PromotionGate } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { gateWords } from './gate-words';

/** What a new model must do before it may be deployed. */
export const GateList = ({ gate }: { readonly gate: PromotionGate }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <List size="sm" spacing={4}>
      {gateWords(gate, t, format).map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
};
