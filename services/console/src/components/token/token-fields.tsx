import { NativeSelect, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TagsField } from '../form/tags-field';
import { areUses, maxUses, ttls, type TokenValues, type Ttl } from './token-values';

interface Props {
  readonly values: TokenValues;
  readonly onChange: (values: TokenValues) => void;
}

const ttlNames = Object.keys(ttls) as Ttl[];
const isTtl = (text: string): text is Ttl => Object.hasOwn(ttls, text);

export const TokenFields = ({ values, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack>
      <TextInput
        label={t('tokens.note')}
        description={t('tokens.noteHint')}
        maxLength={128}
        data-autofocus
        value={values.note}
        onChange={(event) => onChange({ ...values, note: event.currentTarget.value })}
      />
      <SimpleGrid cols={2}>
        <NativeSelect
          label={t('tokens.ttl')}
          data={ttlNames.map((ttl) => ({ value: ttl, label: t(`tokens.ttls.${ttl}`) }))}
          value={values.ttl}
          onChange={({ currentTarget: { value } }) => isTtl(value) && onChange({ ...values, ttl: value })}
        />
        <TextInput
          label={t('tokens.uses')}
          inputMode="numeric"
          value={values.uses}
          error={areUses(values.uses) ? undefined : t('edge.edit.badNumber', { min: 1, max: maxUses })}
          onChange={(event) => onChange({ ...values, uses: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Switch
        label={t('tokens.autoAccept')}
        description={t('tokens.autoAcceptHint')}
        checked={values.autoAccept}
        onChange={(event) => onChange({ ...values, autoAccept: event.currentTarget.checked })}
      />
      <TextInput
        label={t('tokens.site')}
        maxLength={64}
        value={values.site}
        onChange={(event) => onChange({ ...values, site: event.currentTarget.value })}
      />
      <TagsField
        label={t('tokens.tags')}
        value={values.tags}
        onChange={(tags) => onChange({ ...values, tags })}
      />
    </Stack>
  );
};
