/**
 * The request and error bodies of the contract, generated from its schemas.
 *
 * <p>Parameters and return values are never null unless they are marked {@code @Nullable}.
 *
 * @serial exclude
 */
@NullMarked
package com.cloudcockpit.qualification.model;

import org.jspecify.annotations.NullMarked;
