module com.example {
  requires com.cloudcockpit.qualification;
}
