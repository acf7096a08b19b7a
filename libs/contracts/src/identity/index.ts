export {
  changePassword,
  changeUser,
  createUser,
  newPassword,
  session,
  signIn,
  user,
  userList,
  userName,
  type Session,
  type User,
} from './api';
export { identityErrors } from './errors';
export { userEvents, userNameEvents, type UserEvent } from './events';
export { permission, permissionsOf, type Permission } from './permissions';
export { role, type Role } from './roles';
