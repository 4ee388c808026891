package com.cloudcockpit.qualification.contract.checks;

/**
 * Where an API meets a fault of a request, in the order in which a request is read. An API that
 * finds a fault of a late stage before it looks the customer up has passed the earlier stages.
 */
enum Stage {
  /** A header or a query parameter. */
  PARAMETER,
  /** The bytes of the body and their media type. */
  SYNTAX,
  /** The JSON value that the body is. */
  BODY,
  /** The kind of value that a property has. */
  TYPE,
  /** Whether a property is there, and what its constraints say. */
  VALUE
}
