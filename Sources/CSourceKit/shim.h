// The part of sourcekitd's C interface that code highlighting uses, as function types for dlsym: the library is
// found beside the compiler at run time, so nothing here is linked.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void *sk_object;
typedef void *sk_uid;
typedef void *sk_response;
typedef struct {
  uint64_t data[3];
} sk_variant;

typedef void (*sk_initialize)(void);
typedef sk_uid (*sk_uid_get_from_cstr)(const char *);
typedef const char *(*sk_uid_get_string_ptr)(sk_uid);
typedef sk_object (*sk_request_dictionary_create)(const sk_uid *, const sk_object *, size_t);
typedef void (*sk_request_dictionary_set_string)(sk_object, sk_uid, const char *);
typedef void (*sk_request_dictionary_set_int64)(sk_object, sk_uid, int64_t);
typedef void (*sk_request_dictionary_set_uid)(sk_object, sk_uid, sk_uid);
typedef void (*sk_request_release)(sk_object);
typedef sk_response (*sk_send_request_sync)(sk_object);
typedef bool (*sk_response_is_error)(sk_response);
typedef sk_variant (*sk_response_get_value)(sk_response);
typedef void (*sk_response_dispose)(sk_response);
typedef sk_variant (*sk_variant_dictionary_get_value)(sk_variant, sk_uid);
typedef int64_t (*sk_variant_dictionary_get_int64)(sk_variant, sk_uid);
typedef sk_uid (*sk_variant_dictionary_get_uid)(sk_variant, sk_uid);
typedef size_t (*sk_variant_array_get_count)(sk_variant);
typedef sk_variant (*sk_variant_array_get_value)(sk_variant, size_t);
