import { Text } from '@mantine/core';
import type { Parameters } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { usePhrase } from '../../i18n/server-words';
import { valueText } from './schema-draft';
import type { SchemaField } from './schema-fields';
import { useRange } from './schema-form';
import './parameter-list.css';

/** What may stand there, in words. */
const useAllowed = (): ((field: SchemaField) => string) => {
  const { t } = useTranslation();
  const range = useRange();
  return (field) => {
    switch (field.kind) {
      case 'number':
        return range(field);
      case 'choice':
        return t('training.oneOf', { values: field.options.map(({ label }) => label).join(', ') });
      case 'switch':
        return t('training.onOff');
      case 'text':
        return t('training.text');
      case 'json':
        return 'JSON';
    }
  };
};

interface Props {
  readonly fields: readonly SchemaField[];
  /** Values that were set; what is usual is said when absent. */
  readonly values?: Parameters;
}

/** Parameters in words: what each means, what it may be, what it is. */
export const ParameterList = ({ fields, values }: Props) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const allowed = useAllowed();
  if (fields.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('training.noParameters')}
      </Text>
    );
  return (
    <dl className="parameters">
      {fields.map((field) => {
        const usual = valueText(field, field.usual);
        const value = values && (valueText(field, values[field.key]) ?? usual ?? '—');
        return (
          <div key={field.key}>
            <dt>
              {phrase(field.title)}
              {value !== undefined && <span className="parameters-value num">{value}</span>}
            </dt>
            <dd>
              {field.description !== undefined && `${phrase(field.description)} `}
              <span className="num">
                {allowed(field)}
                {usual !== undefined && ` · ${t('training.usual', { value: usual })}`}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
};
