#include <JavaScriptCore/JavaScript.h>

#if defined(__linux__)
// Declared in <jsc/jsc.h>, which would bring in all of GLib. Works until the first context is made.
int jsc_options_set_boolean(const char *option, int value);
#endif
