import type { ModelSignature } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/facts';
import { TensorList } from '../../../components/model/tensor-list';
import { Section } from '../../../components/section';

/** What goes in, and what comes out. */
export const ModelTensors = ({ signature }: { readonly signature: ModelSignature }) => {
  const { t } = useTranslation();
  const { inputs, outputs, opset } = signature;
  return (
    <Section title={t('models.card.io')}>
      <Facts
        facts={[
          [t('models.card.inputs'), <TensorList key="inputs" tensors={inputs} />],
          [t('models.card.outputs'), <TensorList key="outputs" tensors={outputs} />],
          [t('models.card.opset'), String(opset)],
        ]}
      />
    </Section>
  );
};
