/** `DeviceWentOnline` → `Device went online`. */
export const words = (name: string): string => {
  const [first = '', ...rest] = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
  return [first, ...rest.map((word) => word.toLowerCase())].join(' ');
};

/** `tutti.devices.DeviceRegistered` → `DeviceRegistered`. */
export const eventName = (type: string): string => type.slice(type.lastIndexOf('.') + 1);
