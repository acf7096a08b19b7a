export const serverName = 'tutti-agent';

/** Extensions of the Open Inference Protocol by the names that Triton gave them; only what is really there. */
export const extensions: readonly string[] = ['binary_tensor_data', 'classification', 'model_repository'];
