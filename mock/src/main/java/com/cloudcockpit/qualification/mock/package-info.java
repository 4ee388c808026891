/**
 * The mock server: {@link com.cloudcockpit.qualification.mock.MicrosoftQualificationMock} runs it
 * in a container for your tests.
 */
package com.cloudcockpit.qualification.mock;
