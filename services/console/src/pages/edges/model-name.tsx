import { Text } from '@mantine/core';
import type { ModelReference } from '@tutti/contracts/devices';

export const ModelName = ({ model }: { readonly model: ModelReference | null }) =>
  model && (
    <Text size="sm" component="span" title={model.digest}>
      {model.name}{' '}
      <Text size="sm" component="span" c="dimmed">
        {model.version}
      </Text>
    </Text>
  );
