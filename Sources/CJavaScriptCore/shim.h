// The part of JavaScriptCore's C interface that typesetting uses, as function types for dlsym: the library and what it
// needs in turn take as long to load as an unchanged book to check, so it is loaded when there is a formula to set.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct js_context *js_context;
typedef const struct js_value *js_value;
typedef struct js_value *js_object;
typedef struct js_string *js_string;

typedef js_context (*js_global_context_create)(void *globalClass);
typedef void (*js_global_context_release)(js_context);
typedef js_value (*js_evaluate_script)(
  js_context, js_string script, js_object this_object, js_string url, int first_line, js_value *exception);
typedef js_value (*js_object_call_as_function)(
  js_context, js_object function, js_object this_object, size_t count, const js_value *arguments,
  js_value *exception);
typedef js_object (*js_value_to_object)(js_context, js_value, js_value *exception);
typedef js_string (*js_value_to_string_copy)(js_context, js_value, js_value *exception);
typedef js_value (*js_value_make_boolean)(js_context, bool);
typedef js_value (*js_value_make_null)(js_context);
typedef js_value (*js_value_make_string)(js_context, js_string);
typedef void (*js_value_protect)(js_context, js_value);
typedef js_string (*js_string_create_with_characters)(const uint16_t *, size_t);
typedef const uint16_t *(*js_string_get_characters)(js_string);
typedef size_t (*js_string_get_length)(js_string);
typedef void (*js_string_release)(js_string);

// Of GTK's JavaScriptCore alone; works until the first context is made.
typedef int (*jsc_options_set_boolean)(const char *option, int value);
