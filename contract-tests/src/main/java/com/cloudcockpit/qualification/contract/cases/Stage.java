package com.cloudcockpit.qualification.contract.cases;

/**
 * The stages in which an API validates a request, in order. An API that detects a fault of a late
 * stage before it looks up the customer has passed the earlier stages.
 */
public enum Stage {
  /** A parameter. */
  PARAMETER,
  /** The bytes of the body and their media type. */
  SYNTAX,
  /** The JSON type of the body. */
  BODY,
  /** The JSON types of the properties. */
  TYPE,
  /** The presence and the constraints of the properties. */
  VALUE
}
