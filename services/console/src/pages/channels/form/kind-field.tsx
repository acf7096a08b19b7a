import { Radio, Stack } from '@mantine/core';
import { channelKind, type ChannelKind } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly kind: ChannelKind;
  readonly onChange: (kind: ChannelKind) => void;
}

export const KindField = ({ kind, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('channels.form.kind')}
      value={kind}
      onChange={(value) => onChange(channelKind.parse(value))}
    >
      <Stack gap="xs" mt="xs">
        {channelKind.options.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`channels.kind.${one}`)}
            description={t(`channels.kindHint.${one}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
};
