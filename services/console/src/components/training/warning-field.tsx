import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Percent; empty for none. */
  readonly value: number | string;
  readonly onChange: (value: number | string) => void;
}

export const WarningField = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <NumberInput
      label={t('streams.create.warning')}
      description={t('streams.create.warningHint')}
      placeholder={t('streams.create.warningNone')}
      suffix="%"
      min={0}
      max={100}
      decimalScale={2}
      value={value}
      onChange={onChange}
    />
  );
};
