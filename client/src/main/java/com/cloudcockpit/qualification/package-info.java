/**
 * The client, its options and its exceptions. An application creates one {@link
 * com.cloudcockpit.qualification.MicrosoftQualificationClient} and calls {@link
 * com.cloudcockpit.qualification.MicrosoftQualificationClient#update update} or {@link
 * com.cloudcockpit.qualification.MicrosoftQualificationClient#updateAsync updateAsync}; both report
 * failures as subclasses of {@link com.cloudcockpit.qualification.MicrosoftQualificationException}.
 *
 * <p>Parameters and return values are never null unless they are marked {@code @Nullable}.
 *
 * @serial exclude
 */
@NullMarked
package com.cloudcockpit.qualification;

import org.jspecify.annotations.NullMarked;
