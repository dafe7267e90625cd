// What the pages of coming in load: the log-in, one's password, second factors.
import { startLook } from "./look";
import { startSmall } from "./small";
import { startPasskeys } from "./webauthn";

startLook();
startSmall();
startPasskeys();
