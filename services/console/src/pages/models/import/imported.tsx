import { Button, Group, Stack, Text } from '@mantine/core';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '../../../components/facts';
import { modelName } from '../../../components/model/model-name';
import { TensorList } from '../../../components/model/tensor-list';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';

/** What was found in the file that was taken in. */
export const Imported = ({ model, onAnother }: { readonly model: Model; readonly onAnother: () => void }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, task, artifact, signature, labels } = model;
  return (
    <Section title={t('models.import.done', { name: modelName(model) })}>
      <Stack>
        <Text size="sm" role="status">
          {t(task === 'tensors' ? 'models.import.tensors' : 'models.import.understood')}
        </Text>
        <Facts
          facts={[
            [t('models.card.task'), t(`models.task.${task}`)],
            [t('models.card.inputs'), <TensorList key="inputs" tensors={signature.inputs} />],
            [t('models.card.outputs'), <TensorList key="outputs" tensors={signature.outputs} />],
            [t('models.card.opset'), String(signature.opset)],
            [t('models.card.labels'), labels.map(({ name }) => name).join(', ')],
            [t('models.card.size'), format.bytes(artifact.bytes)],
          ]}
        />
        <Group>
          <Button component={Link} to={`/models/${id}`}>
            {t('models.import.open')}
          </Button>
          <Button variant="default" onClick={onAnother}>
            {t('models.import.another')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
};
